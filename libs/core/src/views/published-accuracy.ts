import type { KnownWorkload } from '../workload/known-workloads';
import type { WorkloadOptions } from '../factors/workload-options';

/** How often a published model is right, on a benchmark that it is compared on. */
export interface PublishedAccuracy {
  accuracyPct: number;
  /** Figures of different benchmarks do not compare. */
  benchmark: string;
  source: string;
}

const TORCHVISION = 'torchvision documentation, models and pre-trained weights, IMAGENET1K_V1';

/** A campaign measures the energy of a model, not what it answers: these figures are those of its authors. */
const PUBLISHED: Readonly<Record<KnownWorkload, PublishedAccuracy>> = {
  alexnet: { accuracyPct: 56.522, benchmark: 'ImageNet-1K top-1', source: TORCHVISION },
  resnet18: { accuracyPct: 69.758, benchmark: 'ImageNet-1K top-1', source: TORCHVISION },
  mobilenetv2: { accuracyPct: 71.878, benchmark: 'ImageNet-1K top-1', source: TORCHVISION },
  yolov4tiny: {
    accuracyPct: 40.2,
    benchmark: 'COCO mAP at IoU 0.5',
    source: 'AlexeyAB/darknet, README, yolov4-tiny.cfg',
  },
  berttiny: {
    accuracyPct: 83.2,
    benchmark: 'GLUE SST-2, test set',
    source: 'Turc et al. 2019 (arXiv 1908.08962), model card of the BERT miniatures',
  },
  distilbert: {
    accuracyPct: 91.3,
    benchmark: 'GLUE SST-2, development set',
    source: 'model card of distilbert-base-uncased-finetuned-sst-2-english',
  },
};

/** Precisions in which the published weights are what is executed. */
const FULL_PRECISION: readonly unknown[] = [undefined, 'fp32'];

/** The published accuracy of a workload; null: none is known, or not in this precision. */
export function publishedAccuracy(workload: string, { precision }: WorkloadOptions): PublishedAccuracy | null {
  if (!FULL_PRECISION.includes(precision) || !Object.hasOwn(PUBLISHED, workload)) return null;
  return PUBLISHED[workload as KnownWorkload];
}
