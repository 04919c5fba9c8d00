/** The Credit Summary and printing. */
export default {
  printing: {
    sessions: 'Sus sesiones',
    day: '{day}: {credits}',
    name_saved: 'Su nombre está guardado.',
    preview: 'Vista previa del certificado (PDF)',
    preview_about: 'Cada página dice que es una vista previa, y nada queda definitivo.',
    preview_busy: 'Preparando la vista previa. Tarda unos segundos.',
    preview_done: 'La vista previa está en sus descargas.',
    preview_failed: 'No se pudo preparar la vista previa.',
    progress: 'Progreso de la impresión',
    now: {
      saved: 'Comprobando que todo está guardado',
      report: 'Guardando su decisión sobre el envío',
      print: 'Imprimiendo el certificado',
    },
    still: '{now}. Puede tardar hasta medio minuto. Deje la página abierta.',
  },
};
