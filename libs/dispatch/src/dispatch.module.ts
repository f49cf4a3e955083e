import { Module } from '@nestjs/common';
import { DispatchLoop } from './dispatch-loop';

@Module({ providers: [DispatchLoop] })
export class DispatchModule {}
