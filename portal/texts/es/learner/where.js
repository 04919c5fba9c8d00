/** The words of the pages that say where credits are: fetched with those pages. */

export default {
  where: {
    title: '¿Dónde está mi crédito?',
    way: 'El recorrido de este crédito',
    stops: { you: 'Usted', laurel: 'Laurel', ascls: 'ASCLS', ascp: 'ASCP' },
    marks: { here: '(está aquí)', broken: '(se detiene aquí)', ends: '(termina aquí)' },
    next: 'Sigue a más tardar el {when}.',
    again: 'Ya lo hice. Intentar de nuevo.',
    questions: 'Cuatro preguntas sobre él',
    others: {
      one: 'Otro crédito no está en ASCP',
      other: 'Otros {count} créditos no están en ASCP',
    },
    agree: 'Aceptar en su perfil',
    write: 'Escríbanos',
    ask: 'Escribir a {provider}',
    claims: 'Ver sus solicitudes',
  },

  months: { credits: { one: '{count} crédito', other: '{count} créditos' } },

  missed: {
    which: '¿Qué crédito le falta?',
    provider: 'Proveedor',
    month: 'Mes en que lo completó',
    any_provider: 'Cualquier proveedor',
    any_month: 'Cualquier mes',
    find: 'Buscarlo',
    several: '¿Cuál de estos es?',
    none: 'Ninguno de estos',
    not_it: 'Este no es el crédito que me falta',
    last_sent: 'El último archivo de {provider} llegó el {when}.',
    never_sent: 'No tenemos ningún archivo de {provider}.',
    not_known: 'Su proveedor no ha indicado una dirección para preguntas. Búsquela en su sitio web.',
    address: 'Pídale que envíe el crédito con esta dirección: {email}.',
    see_all: 'Ver todo lo que no está en ASCP',
  },
};
