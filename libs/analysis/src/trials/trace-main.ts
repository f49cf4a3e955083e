import { parentPort } from 'node:worker_threads';
import { answerTrace, type TraceQuestion } from './answer-trace';

/** Entry of the thread that reads traces: answers each question about one. */
parentPort!.on('message', (question: TraceQuestion) => parentPort!.postMessage(answerTrace(question)));
