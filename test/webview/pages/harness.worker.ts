/** Answers twice the number that it is sent, and two more. */
self.onmessage = (event: MessageEvent<number>) => self.postMessage(event.data * 2 + 2);
