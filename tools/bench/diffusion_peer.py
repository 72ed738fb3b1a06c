"""One diffusion by another library: run by the interpreter that has it, with no import of ours.

Usage: PYTHON diffusion_peer.py METHOD IN.npy OUT.npy TIME; prints the CPU seconds of the filter alone.
"""

import sys
import time

import numpy as np


def itk_lbr(image, duration):
    """Coherence-enhancing diffusion of ITK's module AnisotropicDiffusionLBR."""
    import itk

    filter_ = itk.CoherenceEnhancingDiffusionImageFilter[itk.Image[itk.F, 2]].New()
    filter_.SetInput(itk.image_from_array(image))
    filter_.SetDiffusionTime(duration)
    filter_.SetLambda(1e-4)
    filter_.SetNoiseScale(1.5)
    filter_.SetFeatureScale(8.0)
    filter_.SetAlpha(0.001)
    filter_.Update()
    return itk.array_from_image(filter_.GetOutput())


def simple_itk(image, duration, kind):
    """Gradient or curvature anisotropic diffusion of SimpleITK."""
    import SimpleITK

    step = 0.0625
    run = SimpleITK.GradientAnisotropicDiffusion if kind == "gradient" else SimpleITK.CurvatureAnisotropicDiffusion
    made = run(SimpleITK.GetImageFromArray(image), step, 1.0, 1, int(duration / step))
    return SimpleITK.GetArrayFromImage(made)


def run(method, image, duration):
    """Return the filtered image."""
    return itk_lbr(image, duration) if method == "itk-lbr" else simple_itk(image, duration, method)


def main():
    """Read, filter, time, write."""
    method, source, target, duration = sys.argv[1:]
    image = np.load(source)
    # A first run on a few cells loads the library, which is not what is compared.
    run(method, image[:16, :16].copy(), 1.0)
    begin = time.process_time()
    made = run(method, image, float(duration))
    spent = time.process_time() - begin
    np.save(target, made)
    sys.stdout.write(f"{spent}\n")


if __name__ == "__main__":
    main()
