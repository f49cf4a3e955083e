import { Body, Controller, Param, Query } from '@nestjs/common';
import { UsersService } from '@joulefleet/access';
import {
  accessRoutes,
  createUserRequest,
  editUserRequest,
  pageQuery,
  type CreateUserRequest,
  type EditUserRequest,
  type PageQuery,
  type UserList,
  type UserView,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { Endpoint, AuditActor } from './endpoint';
import { ParseBody } from './parse-body';

@Controller()
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Endpoint(accessRoutes.listUsers)
  async list(@Query(new ParseBody(pageQuery)) page: PageQuery): Promise<UserList> {
    return this.users.list(page);
  }

  @Endpoint(accessRoutes.createUser)
  async create(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(createUserRequest)) request: CreateUserRequest,
  ): Promise<UserView> {
    return this.users.create(actor, request);
  }

  @Endpoint(accessRoutes.editUser)
  async edit(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(editUserRequest)) request: EditUserRequest,
  ): Promise<UserView> {
    return this.users.edit(actor, name, request);
  }
}
