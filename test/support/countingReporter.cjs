// mocha takes a reporter to be what its module is, not what it exports as `default`.
module.exports = require('./countingReporter.ts').default;
