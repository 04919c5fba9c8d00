/** La evaluación de toda una actividad. */
export default {
  overall: {
    title: 'Evalúe toda la actividad',
    why:
      'Además de las sesiones, el proveedor pregunta por la actividad en su conjunto. El personal ve las respuestas ' +
      'sin nombres.',
    save: 'Guardar y continuar',
    left: { one: 'Falta {count} respuesta.', other: 'Faltan {count} respuestas.' },
    saved: 'Su evaluación está guardada.',
  },
};
