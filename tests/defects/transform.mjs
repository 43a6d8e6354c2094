/** The tests' transform with one defect written into the sources as they are read: no file is touched. */
import swc from "@swc/jest";

const defect = process.env.DEFECT ? JSON.parse(process.env.DEFECT) : undefined;

export default {
  createTransformer(options) {
    const inner = swc.createTransformer(options);
    const spoil = (source, path) =>
      defect && path.endsWith(`/${defect.file}`) ? source.replace(defect.find, () => defect.put) : source;
    return {
      ...inner,
      process: (source, path, given) => inner.process(spoil(source, path), path, given),
      processAsync: (source, path, given) => inner.processAsync(spoil(source, path), path, given),
      getCacheKey: (source, path, given) => inner.getCacheKey(spoil(source, path), path, given),
    };
  },
};
