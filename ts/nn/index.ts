export type { Arrays, Evaluation, WeightedOptions } from './contracts.js';
export { type ActivationLike, type ActivationName, activations } from './activations/index.js';
export type { Activation } from './activations/activation.js';
export type { EluOptions } from './activations/elu.js';
export type { GeluOptions } from './activations/gelu.js';
export type { LeakyReluOptions } from './activations/leakyRelu.js';
export type { Callback, TrainedModel, TrainingRun } from './callbacks/callback.js';
export type { CsvLoggerOptions } from './callbacks/csvLogger.js';
export type { EarlyStopping, EarlyStoppingOptions } from './callbacks/earlyStopping.js';
export { callbacks } from './callbacks/index.js';
export type { LossConvergedOptions } from './callbacks/lossConverged.js';
export type { ModelCheckpointOptions } from './callbacks/modelCheckpoint.js';
export type { ProgressOptions } from './callbacks/progress.js';
export type { CompileOptions } from './training/compileOptions.js';
export type { Config, Json } from './registry.js';
export type { Constraint, MaxNormOptions } from './constraints/constraint.js';
export { type ConstraintLike, type ConstraintName, constraints } from './constraints/index.js';
export type { BatchSource, FitDatasetOptions, SourceBatch } from './training/stream/fitDatasetOptions.js';
export type { FitOptions } from './training/fitOptions.js';
export {
  gradCheck,
  type GradCheck,
  type GradCheckArray,
  type GradCheckOptions,
  type GradCheckPlace,
} from './model/gradCheck.js';
export { input, type InputOptions } from './graph/input.js';
export { model, type ModelOptions } from './model/functional.js';
export type { SymbolicTensor } from './graph/symbolicTensor.js';
export type { BuildOptions } from './standalone/build.js';
export type { BuiltLayer, ForwardOptions, LayerGradients } from './standalone/builtLayer.js';
export type { Updatable } from './standalone/updateTargets.js';
export type { BatchLogs, Curves, EpochLogs, History, Logs, Position, Status } from './callbacks/history.js';
export { type InitializerLike, type InitializerName, initializers } from './initializers/index.js';
export type { Initializer } from './initializers/initializer.js';
export type { NormalOptions, UniformOptions } from './initializers/random.js';
export type { ActivationOptions } from './layers/activation.js';
export type { BatchNormalizationOptions } from './layers/batchNormalization.js';
export type { Conv2dOptions, ConvolutionOptions } from './layers/conv2d.js';
export type { DenseOptions } from './layers/dense.js';
export type { DepthwiseConv2dOptions } from './layers/depthwiseConv2d.js';
export { layers } from './layers/index.js';
export type { LayerNormalizationOptions } from './layers/layerNormalization.js';
export type { Layer } from './layers/layer.js';
export type {
  GlobalAveragePooling2dOptions,
  GlobalMaxPooling2dOptions,
  PoolingOptions,
} from './layers/pooling.js';
export type { Padding, Pair, PairLike } from './layers/windows.js';
export type { ZeroPadding2dOptions } from './layers/zeroPadding2d.js';
export type { CrossentropyOptions } from './losses/crossentropy.js';
export type { HuberOptions } from './losses/huber.js';
export { type LossLike, type LossName, losses } from './losses/index.js';
export type { Loss } from './losses/loss.js';
export type { AucOptions } from './metrics/auc.js';
export type { Average, ClassScoreOptions } from './metrics/classScore.js';
export type { ComputeOptions } from './metrics/compute.js';
export { type MetricLike, type MetricName, metrics } from './metrics/index.js';
export type {
  Batch,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- an alias for one version
  Figure,
  Metric,
  MetricAccumulator,
  MetricOptions,
  MetricValue,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- an alias for one version
  Tally,
} from './metrics/metric.js';
export type { ThresholdOptions } from './metrics/options.js';
export type { TopKOptions } from './metrics/topKCategoricalAccuracy.js';
export { load } from './model/load.js';
export type { Model } from './model/model.js';
export type { PassOptions } from './model/passes.js';
export type { AdagradOptions } from './optimizers/adagrad.js';
export type { AdamOptions } from './optimizers/adam.js';
export { type OptimizerLike, type OptimizerName, optimizers } from './optimizers/index.js';
export type { NadamOptions } from './optimizers/nadam.js';
export type { Optimizer } from './optimizers/optimizer.js';
export type { RmspropOptions } from './optimizers/rmsprop.js';
export type { SgdOptions } from './optimizers/sgd.js';
export { type RegularizerLike, type RegularizerName, regularizers } from './regularizers/index.js';
export type { Regularizer } from './regularizers/regularizer.js';
export { classWeights } from './samples/classWeights.js';
export type { ClassWeights } from './samples/sampleWeights.js';
export type { CosineOptions } from './schedules/cosine.js';
export type { DecayOptions } from './schedules/decay.js';
export { schedules } from './schedules/index.js';
export type { PiecewiseOptions } from './schedules/piecewise.js';
export type { ReduceOnPlateauOptions } from './schedules/reduceOnPlateau.js';
export type { Per, Schedule, ScheduleLike } from './schedules/schedule.js';
export type { StepOptions } from './schedules/step.js';
export type { WarmUpOptions } from './schedules/warmUp.js';
export { seed } from '../random/seed.js';
export { sequential, type SequentialOptions } from './model/sequential.js';
export type { StateValue } from './stateValue.js';
export type { SummaryOptions } from './model/summary.js';
