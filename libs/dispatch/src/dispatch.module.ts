import { Module, type DynamicModule } from '@nestjs/common';
import { DispatchLoop, PRODUCT_VERSION } from './dispatch-loop';

@Module({})
export class DispatchModule {
  /** @param version of the product, that verdicts of searches are stored with. */
  static forRoot(version: string): DynamicModule {
    return { module: DispatchModule, providers: [DispatchLoop, { provide: PRODUCT_VERSION, useValue: version }] };
  }
}
