// Node-RED as it runs without anybody watching: no editor, no administration, and a way for a flow to end it.
module.exports = {
  uiHost: '127.0.0.1', uiPort: 0, httpAdminRoot: false, httpNodeRoot: false, disableEditor: true, credentialSecret: false, telemetry: { enabled: false, updateNotification: false },
  functionGlobalContext: { exit: (code) => process.exit(code) }, logging: { console: { level: 'error' } },
};
