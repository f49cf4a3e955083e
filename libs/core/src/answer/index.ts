export { clockScripts, type ClockScripts, type NoScripts } from './clock-scripts';
export { ANSWER_OBJECTIVES, type AnswerObjective, type Question } from './question';
export type { AnswerFigures, Fit } from './answer-figures';
export { findAnswer, type AnswerBaseline, type AskedCampaign, type Candidate, type FoundAnswer } from './find-answer';
export { unknownsOf, type Asked, type Unknown } from './unknowns';
export { campaignToLaunch } from './campaign-to-launch';
