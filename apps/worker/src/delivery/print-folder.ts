// The print queue: a folder of plain-text letters that somebody prints, or that another program takes away. The name is the delivery's
// id, so a letter asked for twice is one file; it appears whole or not at all.
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';

export async function putIntoPrintFolder(folder: string, deliveryId: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${deliveryId}.txt`);
  if (await stat(file).then(() => true, () => false)) return;
  const aside = path.join(folder, `.${deliveryId}.${process.pid}.part`);
  try {
    const handle = await open(aside, 'w', 0o600);
    try { await handle.writeFile(text); await handle.sync(); } finally { await handle.close(); }
    await rename(aside, file);
  } catch (trouble) {
    await unlink(aside).catch(() => undefined);
    throw trouble;
  }
}
