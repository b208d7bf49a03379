// The folder of documents: each content once, under its SHA-256. A file arrives under a passing name, is hashed and checked, and only
// then gets its place; it is on the disk before the record says so.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Request, Response } from 'express';
import multer from 'multer';
import { badShape, tooLarge, wrongContentType } from '../arriving/problems.js';

export const LARGEST_DOCUMENT = 20 * 1_048_576;
export interface Arrived { path: string; name: string; bytes: number }

/** Takes the one file of a multipart request into the folder, under a passing name. Throws 400, 413, 415; nothing stays behind then. */
export async function takeIn(folder: string, request: Request, response: Response): Promise<Arrived> {
  if (!/^multipart\/form-data;/i.test(request.headers['content-type'] ?? '')) throw wrongContentType('wrong-content-type-multipart');
  const arriving = path.join(folder, 'arriving');
  await mkdir(arriving, { recursive: true, mode: 0o700 });
  const storage = multer.diskStorage({ destination: arriving, filename: (_request, _file, name) => { name(null, randomUUID()); } });
  const limits = { fileSize: LARGEST_DOCUMENT, files: 1, fields: 0, parts: 1, headerPairs: 20, fieldNameSize: 100 };
  const upload = multer({ storage, limits, defParamCharset: 'utf8' }).single('file');
  await new Promise<void>((resolve, reject) => { upload(request, response, (error: unknown) => { if (error) reject(problemOf(error)); else resolve(); }); });
  if (!request.file) throw badShape('fields-wrong', { errors: [{ field: 'file', code: 'required', detail: 'This is needed.', allowed: 'one file' }] });
  return { path: request.file.path, name: request.file.originalname, bytes: request.file.size };
}
function problemOf(error: unknown): Error {
  const { code } = error as { code?: string };
  if (code === 'LIMIT_FILE_SIZE') return tooLarge(LARGEST_DOCUMENT);
  // Anything else multer or its parser says is about the form of what was sent; a full disk and its like are not.
  if (code?.startsWith('E')) return error as Error;
  return badShape('fields-wrong', { errors: [{ field: 'file', code: 'wrong-form', detail: 'This does not have the form that is expected here.', allowed: 'multipart/form-data with one file in the field "file" and nothing else' }] });
}

/** SHA-256 of a file. */
export async function hashOf(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest();
}
export const placeOf = (folder: string, sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);
/** Gives an arrived file its place for good, written through to the disk. The same content again is the same file. */
export async function keep(folder: string, arrived: string, sha256: string): Promise<void> {
  const place = placeOf(folder, sha256);
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  const file = await open(arrived, 'r+');
  try { await file.sync(); } finally { await file.close(); }
  await rename(arrived, place);
}
export const throwAway = (arrived: string): Promise<void> => rm(arrived, { force: true });
