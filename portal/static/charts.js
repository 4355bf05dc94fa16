// Chart.js, loaded when a chart is first wanted.
let loading = null;

/** The Chart class; a script element, since the vendor's file is no module. */
export const chartLibrary = () => {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("./vendor/chart.js", import.meta.url).href;
    script.onload = () => resolve(window.Chart);
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error("chart.js"));
    };
    document.head.append(script);
  });
  return loading;
};
