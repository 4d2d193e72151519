// Written by scripts/wasm/makeKernels.ts from scripts/wasm/insideKernel.ts; do not edit.

/** A WebAssembly module in base64: {@link file://./insideKernel.ts}. */
export const insideKernelBytes =
  'AGFzbQEAAAABCAFgBH9/f30AAgEAAwIBAAUDAQABBxECBm1lbW9yeQIABG1hcmsAAAqYAQGVAQEBeyAD/RMhBAJAA0AgACABTw0BIAIgAP0AAA' +
  'AgBP1DIAD9AAAQIAT9Q/2FASAA/QAAICAE/UMgAP0AADAgBP1D/YUB/WX9ZCAA/QAAQCAE/UMgAP0AAFAgBP1D/YUBIAD9AABgIAT9QyAA/QAA' +
  'cCAE/UP9hQH9Zf1kQRB0cjYAACAAQYABaiEAIAJBBGohAgwACwsL';
