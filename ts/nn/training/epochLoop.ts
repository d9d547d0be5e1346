import type { History } from '../callbacks/history.js';
import type { EpochState } from './epochState.js';
import type { FitSession } from './session.js';

/** Does the steps of a session: on a data set in memory, or on batches of a stream. */
export interface EpochTrainer {
  /** Takes the resources that training needs. */
  open(): void;
  /** Trains the steps of one epoch, to its end or until `FitSession.afterSteps` says stop. */
  trainEpoch(epoch: EpochState): Promise<void>;
  /** Trains several whole epochs in one call where nobody observes them; returns how many came to their end. */
  trainUnobservedEpochs?(first: number): number;
  /** Releases what `open` took; absent where the session does it. */
  close?(): Promise<void>;
}

/** Leads a session from the first callback to the last. */
export async function runSession(session: FitSession, trainer: EpochTrainer): Promise<History> {
  try {
    session.open();
    trainer.open();
    await trainEpochs(session, trainer).catch(async (error: unknown) => {
      // The error of the training is the one to report, not one of closing after it.
      await trainer.close?.().catch(() => undefined);
      throw error;
    });
    await trainer.close?.();
    return session.history;
  } finally {
    session.close();
  }
}

async function trainEpochs(session: FitSession, trainer: EpochTrainer): Promise<void> {
  try {
    await session.start();
    while (session.hasNextEpoch()) {
      if (trainUnobserved(session, trainer)) {
        if (session.slicer.isTurnDue) await session.slicer.yieldToEventLoop();
      } else {
        await trainEpoch(session, trainer);
      }
    }
  } catch (error) {
    await session.fail();
    throw error;
  }
  await session.finish();
}

async function trainEpoch(session: FitSession, trainer: EpochTrainer): Promise<void> {
  const epoch = await session.beginEpoch();
  if (!epoch) return;
  await trainer.trainEpoch(epoch);
  if (session.isRunning) await session.endEpoch(epoch);
}

/**
 * Trains the next epochs together where nobody observes them: a call into the kernels costs as much as several epochs of a
 * small network. See docs/decisions/networks.md, "Short epochs that nobody observes share a call".
 *
 * @returns whether any epoch was begun
 */
function trainUnobserved(session: FitSession, trainer: EpochTrainer): boolean {
  const { progress } = session;
  if (!trainer.trainUnobservedEpochs || session.isObserved || progress.isAmidEpoch) return false;
  const first = progress.current.epoch;
  const finished = trainer.trainUnobservedEpochs(first);
  if (finished === 0 && session.isRunning) return false;
  progress.moveTo(first + finished);
  return true;
}
