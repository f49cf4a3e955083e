import { parentPort } from 'node:worker_threads';
import { judgeTrace, type TraceToJudge } from '../judge-trace';

/** Entry of the judging thread: answers each trace with its judgement. */
parentPort!.on('message', (trace: TraceToJudge) => parentPort!.postMessage(judgeTrace(trace)));
