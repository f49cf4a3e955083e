"""
NVIDIA's management library, by ctypes: power and energy of discrete GPUs. Nothing is set. Numbers of fields and functions
are those of nvml.h (NVIDIA's NVML API reference). The library does not outlive a fork: only the process that measures loads it.
"""

import ctypes
import errno

LIBRARY = 'libnvidia-ml.so.1'
# Not averaged; NVML_FI_DEV_POWER_INSTANT, from driver 525 on.
POWER_INSTANT = 186
# HW slowdown, SW thermal slowdown, HW thermal slowdown, HW power brake slowdown.
HEAT_REASONS = 0x8 | 0x20 | 0x40 | 0x80
TEXT = 96


class NvmlError(OSError):
    """A call that did not give what was asked for."""

    def __init__(self, what):
        OSError.__init__(self, errno.EIO, what)


class FieldValue(ctypes.Structure):
    """nvmlFieldValue_t."""

    _fields_ = [
        ('field_id', ctypes.c_uint), ('scope_id', ctypes.c_uint), ('timestamp', ctypes.c_longlong), ('latency', ctypes.c_longlong),
        ('value_type', ctypes.c_int), ('status', ctypes.c_int), ('value', ctypes.c_ulonglong),
    ]


class Memory(ctypes.Structure):
    """nvmlMemory_t."""

    _fields_ = [(name, ctypes.c_ulonglong) for name in ('total', 'free', 'used')]


class Nvml:
    """The library, loaded and initialised. Raises OSError where there is none, NvmlError where it does not know its GPUs."""

    def __init__(self):
        self.library = ctypes.CDLL(LIBRARY)
        self.call('nvmlInit_v2')
        count = ctypes.c_uint()
        self.call('nvmlDeviceGetCount_v2', ctypes.byref(count))
        self.gpus = [self._gpu(index) for index in range(count.value)]

    def _gpu(self, index):
        handle = ctypes.c_void_p()
        self.call('nvmlDeviceGetHandleByIndex_v2', ctypes.c_uint(index), ctypes.byref(handle))
        return Gpu(self, handle)

    def call(self, name, *arguments):
        try:
            status = getattr(self.library, name)(*arguments)
        except AttributeError:
            raise NvmlError('%s is missing in %s' % (name, LIBRARY))
        if status != 0:
            raise NvmlError('%s: status %d' % (name, status))

    def text(self, name, *arguments):
        found = ctypes.create_string_buffer(TEXT)
        self.call(name, *(arguments + (found, ctypes.c_uint(TEXT))))
        return found.value.decode('utf-8', 'replace')

    def driver(self):
        return self.text('nvmlSystemGetDriverVersion')


class Gpu:
    def __init__(self, nvml, handle):
        self.nvml = nvml
        self.handle = handle
        self.field = FieldValue(field_id=POWER_INSTANT)
        self.number = ctypes.c_uint()
        self.energy = ctypes.c_ulonglong()
        self.reasons = ctypes.c_ulonglong()

    def instant_mw(self):
        """Power at the last refresh, not averaged."""
        field = self.field
        self.nvml.call('nvmlDeviceGetFieldValues', self.handle, 1, ctypes.byref(field))
        if field.status != 0:
            raise NvmlError('field %d: status %d' % (POWER_INSTANT, field.status))
        # The value is an unsigned int of 32 bits, in a union of 64.
        return field.value & 0xffffffff

    def average_mw(self):
        """Power, over about a second on GPUs from GA100 on, except GA100: it lags where the load changes."""
        self.nvml.call('nvmlDeviceGetPowerUsage', self.handle, ctypes.byref(self.number))
        return self.number.value

    def energy_mj(self):
        """Since the driver was loaded."""
        self.nvml.call('nvmlDeviceGetTotalEnergyConsumption', self.handle, ctypes.byref(self.energy))
        return self.energy.value

    def name(self):
        return self.nvml.text('nvmlDeviceGetName', self.handle)

    def uuid(self):
        return self.nvml.text('nvmlDeviceGetUUID', self.handle)

    def memory_bytes(self):
        memory = Memory()
        self.nvml.call('nvmlDeviceGetMemoryInfo', self.handle, ctypes.byref(memory))
        return memory.total

    def temperature_c(self):
        self.nvml.call('nvmlDeviceGetTemperature', self.handle, ctypes.c_uint(0), ctypes.byref(self.number))
        return float(self.number.value)

    def slowed_by_heat(self):
        """Whether the clocks are lowered now by heat or by the power brake, not by the power limit."""
        self.nvml.call('nvmlDeviceGetCurrentClocksThrottleReasons', self.handle, ctypes.byref(self.reasons))
        return bool(self.reasons.value & HEAT_REASONS)
