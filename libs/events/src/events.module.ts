import { Module } from '@nestjs/common';
import { EventFeed } from './event-feed';
import { EventRetentionLoop } from './event-retention';

/** The event log: who follows it, and how long it is kept. */
@Module({ providers: [EventFeed, EventRetentionLoop], exports: [EventFeed] })
export class EventsModule {}
