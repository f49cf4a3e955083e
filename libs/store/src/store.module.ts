import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { openDatabase, type Database } from './database';

export const DATABASE = Symbol('DATABASE');

@Module({})
export class StoreModule implements OnApplicationShutdown {
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

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
