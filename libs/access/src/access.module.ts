import { Module, type DynamicModule } from '@nestjs/common';
import { Authenticator } from './authenticator';
import { KeysService } from './api-keys/keys.service';
import { CodeLoginService } from './sessions/code-login.service';
import { DEFAULT_PASSWORD_COST, PASSWORD_COST } from './passwords/hash-password';
import { SessionsService } from './sessions/sessions.service';
import { Refusals } from './throttle/refusals';
import { ACCESS_LIMITS, DEFAULT_LIMITS, Throttles, type AccessLimits } from './throttle/throttles';
import { UsersService } from './users/users.service';

/** Users, API keys, sessions and rate limits. Needs the AuditModule. */
@Module({})
export class AccessModule {
  static forRoot(limits: Partial<AccessLimits> = {}, passwordCost = DEFAULT_PASSWORD_COST): DynamicModule {
    const services = [Authenticator, CodeLoginService, KeysService, Refusals, SessionsService, Throttles, UsersService];
    return {
      module: AccessModule,
      global: true,
      providers: [
        ...services,
        { provide: ACCESS_LIMITS, useValue: { ...DEFAULT_LIMITS, ...limits } },
        { provide: PASSWORD_COST, useValue: passwordCost },
      ],
      exports: services,
    };
  }
}
