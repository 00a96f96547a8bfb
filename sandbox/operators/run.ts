import { writeFileAtomically } from "../files";
import { Controller } from "./controller";
import type { World } from "./kind";
import { KINDS } from "./kinds";
import { FOLLOWING, playedFile, type Played } from "./ready";

/** Plays all kinds until the returned function is called. The processes that were started stay. */
export async function runOperators(world: World): Promise<() => Promise<void>> {
  const controllers = KINDS.map((kind) => new Controller(kind, world));
  await Promise.all(controllers.map((controller) => controller.follow()));
  for (const controller of controllers) controller.start();
  const played: readonly Played[] = KINDS.map(({ name, reality }) => ({ name, reality }));
  writeFileAtomically(playedFile(world.layout), JSON.stringify(played, undefined, 2));
  world.log.say(FOLLOWING);
  return async () => {
    await Promise.all(controllers.map((controller) => controller.stop()));
    await world.store.stop();
    world.client.close();
  };
}
