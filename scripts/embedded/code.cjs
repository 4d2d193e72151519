#!/usr/bin/env node
// The stand-in for the desktop's `code`: see standIn.ts. A program that others start by its path must be JavaScript.
require('tsx/cjs');
require('./standIn.ts');
