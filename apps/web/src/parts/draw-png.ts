/** Pixels of the picture for each one of the figure: sharp on paper too. */
const SCALE = 2;

/** An SVG figure as a picture. @throws Error when the browser cannot draw it. */
export async function drawPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [SCALE * image.naturalWidth, SCALE * image.naturalHeight];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((picture) => (picture ? resolve(picture) : reject(new Error('nothing was drawn'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
