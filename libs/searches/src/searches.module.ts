import { Module } from '@nestjs/common';
import { SearchesService } from './searches.service';

@Module({ providers: [SearchesService], exports: [SearchesService] })
export class SearchesModule {}
