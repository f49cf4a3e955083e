import { DuckDBInstance } from '@duckdb/node-api';
import { execFileSync } from 'node:child_process';

/** Rows of a query in DuckDB, which reads Parquet, CSV and JSON Lines by itself. Whole numbers are bigints. */
export async function queryFiles(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows of a file as Python's own modules read it: every field of a CSV file is a text. */
export function readWithPython(kind: 'csv' | 'jsonl', file: string): Record<string, unknown>[] {
  const output = execFileSync('python3', ['-I', '-c', SCRIPTS[kind], file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(output) as Record<string, unknown>[];
}

const SCRIPTS = {
  csv: `import csv, json, sys
with open(sys.argv[1], encoding='utf-8', newline='') as lines:
    print(json.dumps(list(csv.DictReader(lines, strict=True))))`,
  jsonl: `import json, sys
with open(sys.argv[1], encoding='utf-8') as lines:
    print(json.dumps([json.loads(line) for line in lines]))`,
};
