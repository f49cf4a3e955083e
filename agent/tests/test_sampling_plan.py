import unittest

import agent_path
from joulefleet_agent.sampling_plan import (
    Dither,
    FixedPeriod,
    cycle_period,
    first_schedule,
    plan_period,
    planned_schedule,
    steady_batch_us,
)


def star_discrepancy(phases):
    """Exact, of points in [0, 1) (Niederreiter 1992, theorem 2.6)."""
    ordered = sorted(phases)
    n = len(ordered)
    return max(max((i + 1) / n - x, x - i / n) for i, x in enumerate(ordered))


def phases(period_us, batch_us, count):
    return [(i * period_us / batch_us) % 1.0 for i in range(count)]


class PlanPeriod(unittest.TestCase):
    def test_keeps_within_its_bounds_for_any_batch(self):
        for step in range(1, 4000):
            period_us = plan_period(step * 997.0, 100000)
            self.assertTrue(70000 <= period_us <= 250000, (step, period_us))

    def test_falls_evenly_on_the_phases_of_any_batch(self):
        for batch_us in range(3000, 1200000, 1777):
            found = star_discrepancy(phases(plan_period(batch_us, 100000), batch_us, 400))
            self.assertLess(found, 0.012, batch_us)

    def test_a_fixed_period_would_not(self):
        self.assertGreater(star_discrepancy(phases(100000, 50000, 400)), 0.9)

    def test_is_whole_batches_and_the_golden_section(self):
        self.assertAlmostEqual(plan_period(22000.0, 100000), 22000 * 4.618033988749895, places=3)
        self.assertAlmostEqual(plan_period(1000000.0, 100000), 1000000 / 9.618033988749895, places=3)

    def test_follows_another_mean(self):
        self.assertTrue(7000 <= plan_period(3100.0, 10000) <= 25000)


class CyclePeriod(unittest.TestCase):
    def test_reads_each_cycle_of_an_averaging_sensor_equally_often(self):
        self.assertAlmostEqual(cycle_period(106000, 100000), 104940)
        self.assertAlmostEqual(cycle_period(422400, 100000), 104544)
        for cycle_us, mean_us in [(106000, 100000), (422400, 100000), (250000, 100000), (106000, 10000)]:
            readings = cycle_us / cycle_period(cycle_us, mean_us)
            self.assertAlmostEqual(readings * 0.99, round(readings * 0.99))

    def test_has_none_where_cycles_are_short_or_there_are_none(self):
        for cycle_us in (0, 1100, 6600, 70000):
            self.assertIsNone(cycle_period(cycle_us, 100000))


class SteadyBatch(unittest.TestCase):
    def test_is_the_mean_time_behind_the_cold_first_batch(self):
        self.assertEqual(steady_batch_us([900000, 920000, 940100, 960000]), 20000)

    def test_is_unknown_with_few_batches(self):
        self.assertIsNone(steady_batch_us([]))
        self.assertIsNone(steady_batch_us([900000, 920000]))

    def test_is_unknown_when_batches_vary(self):
        self.assertIsNone(steady_batch_us([0, 20000, 42000, 62000]))


class Schedules(unittest.TestCase):
    def test_a_fixed_period_stays_on_its_grid_and_leaves_out_what_was_missed(self):
        schedule = FixedPeriod(100.0)
        self.assertEqual(schedule.after(1000.0, 1000), 1100.0)
        self.assertEqual(schedule.after(1100.0, 1450), 1500.0)
        self.assertEqual(schedule.after(1100.0, 1300), 1400.0)

    def test_dither_has_its_bounds_and_its_mean_and_follows_its_seed(self):
        schedule, again = Dither(100000, 3), Dither(100000, 3)
        due_us, steps = 0.0, []
        for _ in range(4000):
            after_us = schedule.after(due_us, due_us)
            self.assertEqual(after_us, again.after(due_us, due_us))
            steps.append(after_us - due_us)
            due_us = after_us
        self.assertTrue(60000 <= min(steps) and max(steps) <= 140000)
        self.assertAlmostEqual(sum(steps) / len(steps), 100000, delta=1500)

    def test_dither_that_is_late_never_lies_in_the_past(self):
        schedule = Dither(100000, 3)
        for _ in range(100):
            self.assertGreaterEqual(schedule.after(0.0, 5000000), 5000000)

    def test_batch_aware_needs_a_steady_batch(self):
        sampling = {'mode': 'batch-aware', 'periodMs': 100, 'seed': 1}
        first = first_schedule(sampling)
        schedule, mode = planned_schedule(sampling, first, 22000.0)
        self.assertEqual((mode, schedule.period_us), ('batch-aware', plan_period(22000.0, 100000)))
        self.assertEqual(planned_schedule(sampling, first, None), (first, 'dither'))

    def test_batch_aware_reads_cycles_where_there_are_any(self):
        sampling = {'mode': 'batch-aware', 'periodMs': 100, 'seed': 1}
        first = first_schedule(sampling, 106000)
        for batch_us in (22000.0, None):
            schedule, mode = planned_schedule(sampling, first, batch_us)
            self.assertEqual((mode, schedule.period_us), ('cycle', cycle_period(106000, 100000)))
        for mode in ('dither', 'fixed'):
            asked = dict(sampling, mode=mode)
            first = first_schedule(asked, 106000)
            self.assertEqual(planned_schedule(asked, first, 22000.0), (first, mode))

    def test_fixed_stays_as_it_is_asked(self):
        sampling = {'mode': 'fixed', 'periodMs': 100, 'seed': 1}
        first = first_schedule(sampling)
        self.assertEqual(planned_schedule(sampling, first, 22000.0), (first, 'fixed'))
        self.assertEqual(first.period_us, 100000)


if __name__ == '__main__':
    unittest.main()
