// Every route there is, read from the controllers' own marks: for the boot check, for 405 answers, for OpenAPI and for the tests.
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { AUDITED, type AuditMark } from '../auditing/audit-marks.js';
import { NEEDS, SAYS, type Needed, type Said } from './route-marks.js';

export interface Route { method: string; path: string; name: string; needs: Needed; says: Said; audited?: AuditMark }

/** Throws one sentence that names a route without marks: deny by default. */
export function routesOf(controllers: readonly Type[]): Route[] {
  return controllers.flatMap((controller) => {
    const base = String(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor').flatMap((name) => routeOf(controller, base, name, prototype[name]));
  });
}
function routeOf(controller: Type, base: string, name: string, handler: unknown): Route[] {
  if (typeof handler !== 'function') return [];
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const needs = Reflect.getMetadata(NEEDS, handler) as Needed | undefined;
  const says = Reflect.getMetadata(SAYS, handler) as Said | undefined;
  const own = String(Reflect.getMetadata(PATH_METADATA, handler) ?? '');
  const path = `/${[base, own].join('/').split('/').filter(Boolean).join('/')}`;
  if (!needs || !says) throw new Error(`${RequestMethod[method]} ${path} (${controller.name}.${name}) does not say whom it lets in and what it answers; the API does not start with such a route.`);
  const audited = Reflect.getMetadata(AUDITED, handler) as AuditMark | undefined;
  return [{ method: RequestMethod[method], path, name: `${controller.name}.${name}`, needs, says, ...(audited && { audited }) }];
}

/** Methods that a path knows, for the Allow header of a 405; empty when there is no such path. */
export function methodsAt(routes: readonly Route[], path: string): string[] {
  const methods = routes.filter((route) => patternOf(route.path).test(path)).map((route) => route.method);
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}
const patterns = new Map<string, RegExp>();
function patternOf(path: string): RegExp {
  const made = patterns.get(path) ?? new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}/?$`, 'i');
  patterns.set(path, made);
  return made;
}
