import { Body, Controller, Header, Req, Res } from '@nestjs/common';
import { CodeLoginService, csrfTokenOf, SessionsService, type CookieSession } from '@joulefleet/access';
import {
  accessRoutes,
  changePasswordRequest,
  logInRequest,
  redeemLoginCodeRequest,
  type ChangePasswordRequest,
  type LoginCodeView,
  type LogInRequest,
  type RedeemLoginCodeRequest,
  type SessionView,
  type WhoAmIView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import type { Request, Response } from 'express';
import { Caller, Endpoint, AuditActor, CurrentSession, type Principal } from './endpoint';
import { ParseBody } from './parse-body';
import { clearSessionCookie, setSessionCookie } from './session-cookie';

/** Browser sessions, and the caller's own identity. */
@Controller()
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly codes: CodeLoginService,
  ) {}

  @Endpoint(accessRoutes.logIn)
  @Header('cache-control', 'no-store')
  async logIn(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(logInRequest)) login: LogInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { secret, view } = await this.sessions.logIn(actor, login);
    setSessionCookie(request, response, secret);
    return view;
  }

  @Endpoint(accessRoutes.createLoginCode)
  @Header('cache-control', 'no-store')
  createCode(@Caller() caller: Principal): LoginCodeView {
    return this.codes.create(caller);
  }

  @Endpoint(accessRoutes.redeemLoginCode)
  @Header('cache-control', 'no-store')
  async redeemCode(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(redeemLoginCodeRequest)) { code }: RedeemLoginCodeRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { secret, view } = await this.codes.redeem(actor, code);
    setSessionCookie(request, response, secret);
    return view;
  }

  @Endpoint(accessRoutes.showSession)
  @Header('cache-control', 'no-store')
  show(@Caller() caller: Principal, @CurrentSession() session: CookieSession): SessionView {
    const { name, role, scopes } = caller;
    const csrfToken = csrfTokenOf(session.secret);
    return { name, role, scopes: [...scopes], csrfToken, expiresAt: session.expiresAt.toISOString() };
  }

  @Endpoint(accessRoutes.logOut)
  async logOut(
    @AuditActor() actor: Actor,
    @CurrentSession() session: CookieSession,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.logOut(actor, session.id);
    clearSessionCookie(request, response);
  }

  @Endpoint(accessRoutes.whoAmI)
  whoAmI(@Caller() { name, role, scopes, via }: Principal): WhoAmIView {
    return { name, role, scopes: [...scopes], via };
  }

  @Endpoint(accessRoutes.changePassword)
  async changePassword(
    @AuditActor() actor: Actor,
    @Caller() caller: Principal,
    @Body(new ParseBody(changePasswordRequest)) request: ChangePasswordRequest,
  ): Promise<void> {
    await this.sessions.changePassword(actor, caller, request);
  }
}
