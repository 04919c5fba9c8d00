/** The sessions page: days, marks and the bar. */
export default {
  program: {
    days: 'Días de la actividad',
    strip: 'Lo que solicitó de cada día',
    of_limit: '{claimed} de {limit}',
    claimed: '{claimed} solicitados',
    past: 'Ir a su total',
    folded: {
      one: '{count} más a la misma hora',
      other: '{count} más a la misma hora',
    },
    fold: 'Mostrar solo lo que solicitó',
    mark: 'Marcar varias sesiones',
    mark_end: 'Dejar de marcar',
    mark_hint: 'Marque a qué asistió, en todos los días. Luego evalúe las sesiones marcadas una tras otra.',
    unmarked: '“{title}” ya no está marcada: fue a la misma hora.',
    evaluate: {
      one: 'Evaluar {count} sesión',
      other: 'Evaluar {count} sesiones',
    },
    place: 'Sesión marcada {n} de {of}: “{title}”',
    claim_all: 'Todo el crédito para las {count}, con estas respuestas',
    row_done: 'No queda ninguna sesión marcada.',
  },
};
