// One query by DuckDB in a process of its own: node duckdb.mjs MEMORY_LIMIT FOLDER SQL. Prints the rows as JSON.
// Plain JavaScript, because loading TypeScript would itself show in the numbers.
import { DuckDBInstance } from '@duckdb/node-api';

const [, , memoryLimit = '', folder = '', sql = ''] = process.argv;
const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: memoryLimit, temp_directory: `${folder}/duckdb`, preserve_insertion_order: 'false' });
const connection = await instance.connect();
const result = await connection.runAndReadAll(sql);
console.log(JSON.stringify(result.getRowsJson()));
