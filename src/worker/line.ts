import type { Task } from "./task";
import { type Staffing, startTeam, type Team } from "./team";

/** A team that does the tasks of a queue, one after the other; one that is lost, or has grown large, is replaced. */
export interface Line {
  /** There may be something in the queue. */
  serve(): void;
  /** Ends the team when the queue is done. */
  close(): Promise<void>;
}

/** Bytes of a memory above which its workers are replaced after the job: a WebAssembly memory never shrinks. */
const LARGE = 2 ** 29;

/** Milliseconds that a team has to end a job that was stopped, some chunks of the core; it is replaced when it does not. */
const GRACE = 100;

/** @param queue may be shared with other lines */
export function createLine(staffing: Staffing, queue: Task[], first: Team | null = null): Line {
  let team = first;
  let serving: Promise<void> | null = null;
  let dismissed: Promise<void> = Promise.resolve();
  first?.hold(false);

  const work = async (): Promise<void> => {
    for (let task = queue.shift(); task; task = queue.shift()) await attend(task);
    serving = null;
  };

  const attend = async (task: Task): Promise<void> => {
    let grace: ReturnType<typeof setTimeout> | undefined;
    task.onStop(() => {
      if (team?.interrupt()) grace = setTimeout(dismiss, GRACE);
      else dismiss();
    });
    task.begin();
    try {
      if (!team || team.isLost()) team = await startTeam(staffing);
      team.hold(true);
      if (task.isOver()) return;
      const { value, bytes } = await team.work(task.job, task.tell);
      if (bytes > LARGE) dismiss();
      task.resolve(value);
    } catch (error) {
      task.reject(error);
    } finally {
      clearTimeout(grace);
      if (team?.isLost()) dismiss();
      team?.hold(false);
    }
  };

  const dismiss = (): void => {
    dismissed = Promise.all([dismissed, team?.end()]).then(() => {});
    team = null;
  };

  return {
    serve() {
      if (queue.length > 0) serving ??= work();
    },
    async close() {
      await serving;
      dismiss();
      await dismissed;
    },
  };
}
