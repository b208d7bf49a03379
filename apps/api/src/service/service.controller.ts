// What the service promises, and the words it uses.
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { policyQuery, policyView, vocabularyView, type VocabularyView } from '#contracts';
import { currentPolicy } from '#database';
import type { Asked } from '../arriving/asked.js';
import { fieldsWrong } from '../arriving/problems.js';
import { Needs, Open, Says } from '../arriving/route-marks.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { vocabulary } from './vocabulary.js';

@Controller('api')
export class ServiceController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Get('policy')
  @Needs('policy.view')
  @Says({ summary: 'The promises in force today for new referrals of a team (left out: my first)', query: policyQuery, answers: { 200: { words: 'The policy', schema: policyView } } })
  async policy(@Req() { staff, asked }: Asked) {
    const teamId = (asked as { teamId?: string }).teamId ?? staff.teamIds[0];
    const policy = teamId ? await currentPolicy(this.surroundings.database, teamId) : undefined;
    if (!policy) throw fieldsWrong([{ field: 'teamId', code: teamId ? 'unknown-code' : 'required', detail: teamId ? 'There is no such team.' : 'This is needed.' }]);
    return { teamId: teamId!, version: policy.version, policy };
  }

  @Get('vocabulary')
  @Open('names of codes, the same in every installation; nothing of anybody')
  @Says({ summary: 'Every code with its words: stages, acts, tasks, modalities, disciplines and the rest', answers: { 200: { words: 'The tables', schema: vocabularyView } } })
  vocabulary(): VocabularyView {
    return vocabulary();
  }
}
