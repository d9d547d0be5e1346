/// <reference lib="esnext.float16" preserve="true" />
/// <reference lib="esnext.disposable" preserve="true" />
export * from 'numpy-ts';
