import { Module } from '@nestjs/common';
import { JudgeLoop } from './judge-loop';

@Module({ providers: [JudgeLoop] })
export class JudgingModule {}
