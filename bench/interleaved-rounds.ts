/**
 * Runs every contender in turn, then all again (ABAB…), so that what else the machine does meets all alike. The first
 * round warms up and is thrown away. Resolves to the measurements of each contender, by round.
 */
export async function interleavedRounds<Name extends string, Measurement>(
  names: readonly Name[],
  rounds: number,
  run: (name: Name, round: number) => Promise<Measurement>,
): Promise<Record<Name, Measurement[]>> {
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Measurement[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const measurement = await run(name, round);
      if (round > 0) measured[name].push(measurement);
    }
  }
  return measured;
}
