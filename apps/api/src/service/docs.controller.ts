// The API described: the OpenAPI document and a page to read and try it, served from here alone. Development only: in production nothing is
// open without sign-in.
import { Controller, Get, Inject, Param, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { unknown } from '../arriving/problems.js';
import { Open, Says } from '../arriving/route-marks.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { openApiOf } from './open-api.js';

const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const files: Record<string, string> = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript', 'favicon-32x32.png': 'image/png' };
const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Handrail API</title><link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="icon" href="/docs/favicon-32x32.png"></head><body><main id="api"></main><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>\n`;
const start = `window.SwaggerUIBundle({ url: '/docs-json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n`;
const text = { words: 'The page', mediaType: 'text/html' };

@Controller()
export class DocsController {
  private document: unknown;
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Get('docs-json')
  @Open('describes the API; development only')
  @Says({ summary: 'This document', answers: { 200: { words: 'OpenAPI 3.1', mediaType: 'application/json' } } })
  json(): unknown {
    this.developmentOnly();
    return (this.document ??= openApiOf(this.surroundings.routes));
  }

  @Get('docs')
  @Open('describes the API; development only')
  @Says({ summary: 'A page to read and try the API', answers: { 200: text } })
  html(@Res({ passthrough: true }) response: Response): string {
    this.developmentOnly();
    response.type('text/html; charset=utf-8');
    return page;
  }

  @Get('docs/:file')
  @Open('describes the API; development only')
  @Says({ summary: 'Files of that page', answers: { 200: { words: 'The file', mediaType: '*/*' } } })
  file(@Param('file') name: string, @Res({ passthrough: true }) response: Response): StreamableFile | string {
    this.developmentOnly();
    if (name === 'start.js') { response.type('text/javascript; charset=utf-8'); return start; }
    const type = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!type) throw unknown('no-such-address');
    return new StreamableFile(createReadStream(path.join(folder, name)), { type });
  }

  private developmentOnly(): void {
    if (this.surroundings.settings.mode === 'production') throw unknown('no-such-address');
  }
}
