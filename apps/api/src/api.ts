// Builds the API on what it leans on; main.ts and the tests start it the same way.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppModule, controllers } from './app.module.js';
import { routesOf } from './arriving/route-table.js';
import { refuseUnaudited } from './auditing/audit-marks.js';
import type { Surroundings } from './surroundings.js';

const REQUEST_LIMIT_MS = 30_000;
const HEADERS_LIMIT_MS = 10_000;

/** The application, not yet listening. Throws when a route does not say whom it lets in, or could show a patient unrecorded. */
export async function buildApi(leaningOn: Omit<Surroundings, 'routes'>): Promise<NestExpressApplication> {
  const surroundings: Surroundings = { ...leaningOn, routes: routesOf(controllers) };
  refuseUnaudited(surroundings.routes);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.leaningOn(surroundings), { bodyParser: false, logger: ['error', 'fatal'], abortOnError: false });
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', false);
  app.set('query parser', 'simple');
  app.use(securityHeaders(), (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  const server = app.getHttpServer() as import('node:http').Server;
  server.requestTimeout = REQUEST_LIMIT_MS;
  server.headersTimeout = HEADERS_LIMIT_MS;
  return app;
}

const securityHeaders = () => helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'self'"], 'object-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"], 'form-action': ["'self'"], 'img-src': ["'self'", 'data:'], 'style-src': ["'self'"] } },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
  xFrameOptions: { action: 'deny' },
});
