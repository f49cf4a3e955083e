"""The fan of a board: read and put back, never set."""

PWM_FAN = '/sys/devices/pwm-fan'
# The cgroup of the fan daemon of JetPack 5 and 6 (cgroup v1, v2), there while it runs.
FAN_SERVICES = [
    '/sys/fs/cgroup/%ssystem.slice/nvfancontrol.service' % version for version in ('systemd/', 'unified/', '')
]


def read_fan(tree):
    """Where it is, how fast (0 to 255), and whether the kernel or a daemon decides that; None without a fan."""
    if tree.has(PWM_FAN + '/target_pwm'):
        pwm = tree.number(PWM_FAN + '/cur_pwm')
        pwm = tree.number(PWM_FAN + '/target_pwm') if pwm is None else pwm
        controlled = tree.number(PWM_FAN + '/temp_control') == 1
        return {'kind': 'pwm-fan', 'path': PWM_FAN, 'pwm': pwm, 'controlled': controlled}
    for folder in hwmon_fans(tree):
        pwm = tree.number(folder + '/pwm1')
        return {'kind': 'hwmon', 'path': folder, 'pwm': pwm, 'controlled': not set_by_hand(tree, folder)}
    return None


def fan_knobs(tree):
    """
    Who controls the fan, and its speed where that is set by hand: a speed under control moves by itself, and putting
    back an old one would slow down the fan of a board that has become hot.
    """
    paths = [PWM_FAN + '/temp_control'] if tree.has(PWM_FAN + '/temp_control') else []
    if tree.has(PWM_FAN + '/target_pwm') and tree.number(PWM_FAN + '/temp_control') != 1:
        paths.append(PWM_FAN + '/target_pwm')
    for folder in hwmon_fans(tree):
        paths += [folder + '/pwm1_enable'] if tree.has(folder + '/pwm1_enable') else []
        paths += [folder + '/pwm1'] if set_by_hand(tree, folder) else []
    return paths


def hwmon_fans(tree):
    folders = ['/sys/class/hwmon/' + name for name in tree.names('/sys/class/hwmon', r'hwmon\d+')]
    fans = [folder for folder in folders if tree.text(folder + '/name') in ('pwmfan', 'pwm-fan')]
    return [folder for folder in fans if tree.has(folder + '/pwm1')]


def set_by_hand(tree, folder):
    return tree.number(folder + '/pwm1_enable') in (None, 1) and not any(map(tree.has, FAN_SERVICES))
