import math
import unittest

import agent_path
from joulefleet_agent.cooling_curve import NEVER, CoolingCurve


def cooling(rest_c, start_c, tau_s, seconds, step_c=0.0):
    """The curve of a body, with readings in steps of `step_c`."""
    curve = CoolingCurve()
    for second in range(seconds + 1):
        reading_c = rest_c + (start_c - rest_c) * math.exp(-second / tau_s)
        curve.add(second, round(reading_c / step_c) * step_c if step_c else reading_c)
    return curve


class Curve(unittest.TestCase):
    def test_tells_when_a_temperature_is_reached(self):
        curve = cooling(30.0, 60.0, 90.0, 30)
        wanted_s = 90.0 * math.log(30.0 / 10.0) - 30
        self.assertAlmostEqual(curve.seconds_to(40.0), wanted_s, delta=4)

    def test_tells_that_one_is_never_reached(self):
        self.assertEqual(cooling(44.0, 60.0, 60.0, 40).seconds_to(43.0), NEVER)

    def test_never_says_too_much_of_readings_in_steps_of_half_a_degree(self):
        for seconds in range(20, 100):
            needed_s = 130.0 * math.log(17.0 / 4.5) - seconds
            least_s = cooling(35.0, 52.0, 130.0, seconds, step_c=0.5).seconds_to(39.5)
            self.assertLess(least_s, needed_s + 5, seconds)

    def test_tells_in_steps_of_half_a_degree_that_a_temperature_is_out_of_reach(self):
        self.assertGreater(cooling(48.0, 52.0, 60.0, 100, step_c=0.5).seconds_to(40.0), 200)

    def test_a_device_that_does_not_cool_takes_long_or_for_ever(self):
        self.assertGreater(cooling(60.0, 60.0, 60.0, 40).seconds_to(45.0), 300)
        self.assertEqual(cooling(70.0, 60.0, 60.0, 40).seconds_to(45.0), NEVER)

    def test_a_straight_fall_goes_on(self):
        curve = CoolingCurve()
        for second in range(31):
            curve.add(second, 60.0 - 0.1 * second)
        self.assertAlmostEqual(curve.seconds_to(50.0), 70.0, delta=1)

    def test_one_that_falls_ever_faster_goes_on_as_it_did_last(self):
        curve = CoolingCurve()
        for second in range(31):
            curve.add(second, 60.0 - 0.005 * second ** 2)
        self.assertTrue(0 < curve.seconds_to(50.0) < 60)

    def test_says_nothing_from_few_readings(self):
        self.assertIsNone(cooling(30.0, 60.0, 90.0, 19).seconds_to(40.0))
        self.assertIsNone(CoolingCurve().seconds_to(40.0))

    def test_what_is_reached_takes_no_time(self):
        self.assertEqual(cooling(30.0, 60.0, 30.0, 60).seconds_to(50.0), 0.0)


if __name__ == '__main__':
    unittest.main()
