"""The fan of a board: read and put back, never set."""

PWM_FAN = '/sys/devices/pwm-fan'
# The cgroup of the fan daemon of JetPack 5 and 6 (cgroup v1, v2), there while it runs.
FAN_SERVICES = [
    '/sys/fs/cgroup/%ssystem.slice/nvfancontrol.service' % version for version in ('systemd/', 'unified/', '')
]


def fan_knobs(tree):
    """
    Who controls the fan, and its speed where that is set by hand: a speed under control moves by itself, and putting
    back an old one would slow down the fan of a board that has become hot.
    """
    paths = [PWM_FAN + '/temp_control'] if tree.has(PWM_FAN + '/temp_control') else []
    if tree.has(PWM_FAN + '/target_pwm') and tree.number(PWM_FAN + '/temp_control') != 1:
        paths.append(PWM_FAN + '/target_pwm')
    for name in tree.names('/sys/class/hwmon', r'hwmon\d+'):
        folder = '/sys/class/hwmon/' + name
        if tree.text(folder + '/name') in ('pwmfan', 'pwm-fan') and tree.has(folder + '/pwm1'):
            paths += [folder + '/pwm1_enable'] if tree.has(folder + '/pwm1_enable') else []
            by_hand = tree.number(folder + '/pwm1_enable') in (None, 1) and not any(map(tree.has, FAN_SERVICES))
            paths += [folder + '/pwm1'] if by_hand else []
    return paths
