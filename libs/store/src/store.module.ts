import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { openDatabase, type Database } from './database';

const NO_ID = '00000000-0000-0000-0000-000000000000';

export const DATABASE = Symbol('DATABASE');

@Module({})
export class StoreModule implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The database for every module of the process; closed when the application shuts down. */
  static forRoot(databaseUrl: string): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [{ provide: DATABASE, useFactory: () => openDatabase(databaseUrl) }],
      exports: [DATABASE],
    };
  }

  /** A first query loads Prisma's compiler, for a third of a second; here no request waits for it. A server that is away is the next query's to report. */
  async onModuleInit(): Promise<void> {
    await this.database.prisma.apiKey.findFirst({ where: { id: NO_ID } }).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
