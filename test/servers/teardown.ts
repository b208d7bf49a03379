// Closes the keeper's standard input; it stops both servers and removes what they wrote.
import type { ChildProcess } from 'node:child_process';

export default async function teardown(): Promise<void> {
  const shared = globalThis as { handrailKeeper?: ChildProcess };
  const keeper = shared.handrailKeeper;
  if (!keeper || keeper.exitCode !== null) return;
  const gone = new Promise((resolve) => keeper.once('exit', resolve));
  keeper.stdin!.end();
  await gone;
  delete shared.handrailKeeper;
}
