// Written for any Node that knows modules: it must be able to say that the Node is too old.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`handrail: Node ${process.versions.node} is too old; install Node 20.19 or newer.`);
  process.exit(1);
}
