"use strict";

module.exports = {
  reporter: "test/dist/support/reporter.js",
  // a folder given on the command line holds helpers too
  extension: ["test.js"],
  recursive: true,
  parallel: true,
  jobs: 2,
  // a run of the real engine takes seconds, on a busy machine many; Pulumi's own plugins wait until every directory server has what they wrote
  timeout: 600_000,
  forbidOnly: true,
  failZero: true,
};
