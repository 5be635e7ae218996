import { type DriverOptions, isFromServer, singleDriver } from "./postgres_driver.ts";
import { within } from "./within.ts";

/** Tells whether the server works on what it was sent. */
export interface Lookout {
  /**
   * @param backendPid the server's process at the other end of a connection
   * @param sentAt `performance.now()` when it was sent a statement that it has not answered
   */
  isAtWork(backendPid: number, sentAt: number): Promise<boolean>;
  /** Waits until nobody looks any more. */
  end(): Promise<void>;
}

/**
 * A process that has just fallen idle has an answer on its way; of one whose state is not shown to this
 * role it is enough to know that it is there.
 */
const AT_WORK = `select pid from pg_stat_activity
  where state is null or state not like 'idle%' or state_change > now() - interval '2 seconds'`;

/** One look at all processes of the server. */
interface Look {
  startedAt: number;
  /** Undefined where there is a server that does not tell. */
  atWork: Promise<Set<number> | undefined>;
}

/**
 * Looks over connections of its own, since over a silent one there may be nobody to ask. One look serves
 * everybody who waits: a server that is slow because it has much to do must not get even more.
 * @param patience milliseconds for one look
 */
export function createLookout(options: DriverOptions, patience: number): Lookout {
  const looks = new Set<Look>();

  function start(): Look {
    const look = { startedAt: performance.now(), atWork: findAtWork(options, patience) };
    looks.add(look);
    look.atWork.finally(() => looks.delete(look));
    return look;
  }
  return {
    async isAtWork(backendPid, sentAt) {
      const running = [...looks].find(({ startedAt }) => startedAt > sentAt);
      const atWork = await (running ?? start()).atWork;
      return atWork === undefined || atWork.has(backendPid);
    },
    async end() {
      await Promise.all([...looks].map(({ atWork }) => atWork));
    },
  };
}

async function findAtWork(
  options: DriverOptions,
  patience: number,
): Promise<Set<number> | undefined> {
  const driver = singleDriver(options);
  try {
    const rows = await within(patience, "PostgreSQL to answer", driver.unsafe(AT_WORK));
    return new Set(rows.map(({ pid }) => pid));
  } catch (error) {
    // It may object, for instance to one connection too many.
    return isFromServer(error) ? undefined : new Set();
  } finally {
    await driver.end({ timeout: 0 });
  }
}
