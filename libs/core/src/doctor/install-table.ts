/** What a model or a runtime may need of a board, by the name of its Python module or program. */
export const NEEDS = [
  'torch',
  'torchvision',
  'transformers',
  'numpy',
  'cv2',
  'onnxruntime',
  'tensorrt',
  'cmake',
  'g++',
] as const;
export type Need = (typeof NEEDS)[number];

/** How something is installed, and where that is said. Commands are run on the board by its login user. */
export interface Installation {
  readonly commands: readonly string[];
  readonly source: string;
  /** What to know before. */
  readonly note?: string;
}

type Table = Readonly<Partial<Record<Need, Installation>>>;

const PIP = 'python3 -m pip install --user';
const FORUM = 'https://forums.developer.nvidia.com/t/pytorch-for-jetson/72048';
const NVIDIA_DOCS = 'https://docs.nvidia.com/deeplearning/frameworks/install-pytorch-jetson-platform/index.html';
const ZOO = 'https://elinux.org/Jetson_Zoo#ONNX_Runtime';
const AI_LAB = 'https://pypi.jetson-ai-lab.io/jp6/cu126';
const NVIDIA_WHEELS = 'https://developer.download.nvidia.com/compute/redist/jp';
const BOX = 'https://nvidia.box.com/shared/static';
const JETPACK = 'https://docs.nvidia.com/jetson/jetpack/install-setup/index.html';

/** Of each JetPack: JetPack's own packages, and tools. */
const APT: Table = {
  numpy: apt('python3-numpy'),
  cv2: { ...apt('libopencv-python'), note: 'JetPack’s OpenCV is built without CUDA: it computes on the CPU' },
  tensorrt: apt('python3-libnvinfer'),
  cmake: apt('cmake'),
  'g++': apt('g++'),
};

const JETPACK_4: Table = {
  ...APT,
  torch: {
    commands: [
      'sudo apt install -y python3-pip libopenblas-base libopenmpi-dev libomp-dev',
      `wget ${BOX}/fjtbno0vpo676a25cgvuqc1wty0fkkg6.whl -O torch-1.10.0-cp36-cp36m-linux_aarch64.whl`,
      `${PIP} 'Cython<3' numpy torch-1.10.0-cp36-cp36m-linux_aarch64.whl`,
    ],
    source: FORUM,
  },
  torchvision: builtTorchvision('0.11.1'),
  transformers: {
    commands: [`${PIP} transformers==4.18.0`],
    source: 'https://github.com/huggingface/transformers/releases/tag/v4.18.0',
    note: 'the last for Python 3.6; where pip finds no wheel of tokenizers it compiles it, which needs Rust',
  },
  onnxruntime: wheel(
    `${BOX}/pmsqsiaw4pg9qrbeckcbymho6c01jj4z.whl`,
    'onnxruntime_gpu-1.11.0-cp36-cp36m-linux_aarch64.whl',
  ),
};

const JETPACK_5: Table = {
  ...APT,
  torch: nvidiaTorch('v512/pytorch/torch-2.1.0a0+41361538.nv23.06-cp38-cp38-linux_aarch64.whl'),
  torchvision: builtTorchvision('0.16.1'),
  transformers: {
    commands: [`${PIP} transformers==4.46.3`],
    source: 'https://github.com/huggingface/transformers/releases/tag/v4.46.3',
    note: 'the last for Python 3.8',
  },
  onnxruntime: wheel(
    `${BOX}/zostg6agm00fb6t5uisw51qi6kpcuwzd.whl`,
    'onnxruntime_gpu-1.17.0-cp38-cp38-linux_aarch64.whl',
  ),
};

const TRANSFORMERS: Installation = {
  commands: [`${PIP} 'transformers<5'`],
  source: 'https://huggingface.co/docs/transformers/installation',
};

const JETPACK_6_0: Table = {
  ...APT,
  torch: nvidiaTorch('v60/pytorch/torch-2.4.0a0+07cecf4168.nv24.05.14710581-cp310-cp310-linux_aarch64.whl'),
  torchvision: builtTorchvision('0.19.0'),
  transformers: TRANSFORMERS,
};

const JETPACK_6_1: Table = {
  ...APT,
  torch: {
    commands: [
      'sudo apt install -y python3-pip libopenblas-dev',
      `${PIP} torch==2.8.0 torchvision==0.23.0 --index-url ${AI_LAB}`,
    ],
    source: AI_LAB,
    note: `if it misses libcusparseLt.so.0, install cuSPARSELt as ${NVIDIA_DOCS} says`,
  },
  torchvision: { commands: [`${PIP} torch==2.8.0 torchvision==0.23.0 --index-url ${AI_LAB}`], source: AI_LAB },
  transformers: TRANSFORMERS,
  onnxruntime: { commands: [`${PIP} onnxruntime-gpu --index-url ${AI_LAB}`], source: AI_LAB },
};

/** A machine with a system of its own and a discrete GPU, or none. */
const NO_JETSON: Table = {
  torch: { commands: [`${PIP} torch torchvision`], source: 'https://pytorch.org/get-started/locally/' },
  torchvision: { commands: [`${PIP} torch torchvision`], source: 'https://pytorch.org/get-started/locally/' },
  transformers: { commands: [`${PIP} transformers`], source: 'https://huggingface.co/docs/transformers/installation' },
  numpy: { commands: [`${PIP} numpy`], source: 'https://numpy.org/install/' },
  cv2: {
    commands: [`${PIP} 'opencv-python-headless<5'`],
    source: 'https://github.com/opencv/opencv-python',
    note: 'it is built without CUDA; OpenCV 5 reads no darknet files',
  },
  onnxruntime: { commands: [`${PIP} onnxruntime-gpu`], source: 'https://onnxruntime.ai/docs/install/' },
  tensorrt: {
    commands: [`${PIP} tensorrt`],
    source: 'https://docs.nvidia.com/deeplearning/tensorrt/latest/installing-tensorrt/installing.html',
  },
  cmake: { commands: ['sudo apt install -y cmake'], source: 'https://cmake.org/download/' },
  'g++': { commands: ['sudo apt install -y g++'], source: 'https://gcc.gnu.org/install/binaries.html' },
};

/** The commands for an L4T release; null: no commands are known for it. `l4t` null: it is no Jetson. */
export function installTable(l4t: { readonly release: number; readonly revision: string } | null): Table | null {
  if (l4t === null) return NO_JETSON;
  const minor = Number(l4t.revision.split('.')[0]);
  if (l4t.release === 32 && minor >= 6) return JETPACK_4;
  if (l4t.release === 35 && minor >= 2) return JETPACK_5;
  if (l4t.release === 36) return minor >= 4 ? JETPACK_6_1 : JETPACK_6_0;
  return null;
}

function apt(name: string): Installation {
  return { commands: [`sudo apt install -y ${name}`], source: JETPACK };
}

function nvidiaTorch(file: string): Installation {
  return {
    commands: ['sudo apt install -y python3-pip libopenblas-dev', `${PIP} --no-cache ${NVIDIA_WHEELS}/${file}`],
    source: NVIDIA_DOCS,
  };
}

/** NVIDIA has no wheels of torchvision for these: it is built on the board, for its PyTorch. */
function builtTorchvision(version: string): Installation {
  return {
    commands: [
      'sudo apt install -y libjpeg-dev zlib1g-dev libpython3-dev libopenblas-dev libavcodec-dev libavformat-dev libswscale-dev',
      `git clone --branch v${version} https://github.com/pytorch/vision torchvision`,
      `(cd torchvision && BUILD_VERSION=${version} python3 setup.py install --user)`,
    ],
    source: FORUM,
    note: 'it is compiled on the board, which takes long',
  };
}

function wheel(url: string, name: string): Installation {
  return { commands: [`wget ${url} -O ${name}`, `${PIP} ${name}`], source: ZOO };
}
