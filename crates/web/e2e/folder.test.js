// The tests again, with everything under a path, as behind a proxy that gives the page a folder.

process.env.SETTING = "folder";
for (const name of ["journey", "boot"]) await import(`./${name}.test.js`);
