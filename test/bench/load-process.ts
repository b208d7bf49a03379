// The process that makes the load: told once what to ask, answers once what it heard.
import { bytesOf, Line } from './line.js';
import type { Ask, Heard, Load } from './load.js';

const right = [200, 201];

async function work({ origin, atOnce, turns, perSecond }: Load): Promise<Heard> {
  const { hostname, port, host } = new URL(origin);
  const ready = turns.map((turn) => turn.map((ask) => ({ ask, bytes: bytesOf(ask, host) })));
  const heard: Heard = { seconds: 0, took: {}, statuses: {}, wrong: {} };
  const since = performance.now();
  let next = 0;
  const person = async () => {
    const line = new Line(hostname, Number(port));
    for (let mine = next++; mine < ready.length; mine = next++) {
      if (perSecond) await until(since + (mine * 1000) / perSecond);
      for (const { ask, bytes } of ready[mine]!) await one(line, ask, bytes, heard);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: atOnce }, person));
  heard.seconds = (performance.now() - since) / 1000;
  return heard;
}
async function one(line: Line, ask: Ask, bytes: Buffer, heard: Heard): Promise<void> {
  const since = performance.now();
  try {
    const { status, body } = await line.ask(bytes);
    heard.statuses[`${ask.name} ${status}`] = (heard.statuses[`${ask.name} ${status}`] ?? 0) + 1;
    if ((ask.right ?? right).includes(status)) (heard.took[ask.name] ??= []).push(performance.now() - since);
    else count(heard, `${ask.name} ${status}`, body);
  } catch (cause) { count(heard, `${ask.name} cut`, (cause as Error).message); }
}
function count(heard: Heard, what: string, words: string): void {
  heard.wrong[what] = (heard.wrong[what] ?? 0) + 1;
  heard.firstWrong ??= `${what}: ${words.slice(0, 500)}`;
}
const until = (at: number) => new Promise((resolve) => { setTimeout(resolve, Math.max(0, at - performance.now())); });

process.once('message', (load: Load) => void work(load).then((heard) => process.send!(heard)));
