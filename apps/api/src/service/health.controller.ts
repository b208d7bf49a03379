// Is the process alive, and can it work? Temporal away is reported, and is no reason to be taken out of service.
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { healthView, readyView, type ReadyView } from '#contracts';
import type { Response } from 'express';
import { Open, Says } from '../arriving/route-marks.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';

const VERSION = '0.1.0';

@Controller('health')
export class HealthController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Get()
  @Open('asked by whoever keeps the process running; says nothing of anybody')
  @Says({ summary: 'Is the process alive?', answers: { 200: { words: 'It is', schema: healthView } } })
  alive(): { stage: 'running'; version: string } {
    return { stage: 'running', version: VERSION };
  }

  @Get('ready')
  @Open('asked by whoever sends requests here; says nothing of anybody')
  @Says({ summary: 'Can it work?', answers: { 200: { words: 'The record answers', schema: readyView }, 503: { words: 'The record is away', schema: readyView, mediaType: 'application/json' } } })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyView> {
    const { database, telling } = this.surroundings;
    const [record, temporal] = await Promise.all([
      database.query('SELECT 1').then(() => 'ok' as const, () => 'away' as const),
      telling.reachable().then((yes) => (yes ? 'ok' as const : 'away' as const)),
    ]);
    if (record === 'away') response.status(503).setHeader('retry-after', '2');
    return { stage: record === 'ok' ? 'ready' : 'not-ready', database: record, temporal };
  }
}
