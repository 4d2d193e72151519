throw new Error('This native package is left out on purpose: GPU.js runs in the webview only.');
