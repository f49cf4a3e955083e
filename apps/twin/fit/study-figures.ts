import { compareWithStudy, type StudyRow } from '@joulefleet/core';
import { modelSource } from './model-source';

/** What the study found, as the twins' physics has it in closed form. */
export interface StudyFigures {
  rows: StudyRow[];
}

export function studyFigures(): StudyFigures {
  return { rows: compareWithStudy(modelSource()) };
}
