/** Lo que dicen las reglas de los estados y de ASCP: nombres, temas, lo que hay que comprobar y los comprobantes. */

export default [
  ['ASCP certification (MLS, MLT)', 'Certificación de ASCP (MLS, MLT)'],
  ['California license', 'Licencia de California'],
  ['Florida license', 'Licencia de Florida'],
  ['Louisiana license', 'Licencia de Luisiana'],
  ['Montana license', 'Licencia de Montana'],
  ['Nevada license', 'Licencia de Nevada'],
  ['North Dakota license', 'Licencia de Dakota del Norte'],
  ['Tennessee license', 'Licencia de Tennessee'],
  ['West Virginia license', 'Licencia de Virginia Occidental'],

  ['Laboratory or patient safety', 'Seguridad del laboratorio o del paciente'],
  ['Medical ethics', 'Ética médica'],
  ['HIV/AIDS', 'VIH/sida'],
  ['Prevention of medical errors', 'Prevención de errores médicos'],
  ['Florida laws and rules', 'Leyes y reglas de Florida'],

  [
    'These are the points for MLS and MLT. Other categories need other points.',
    'Estos son los puntos para MLS y MLT. Otras categorías necesitan otros puntos.',
  ],
  [
    'You declare your points at ASCP, and choose there for which area each of them counts.',
    'Usted declara sus puntos en ASCP y elige allí para qué área cuenta cada uno.',
  ],
  [
    'Points that you earn otherwise count too, such as a competence assessment by your employer.',
    'También cuentan los puntos que obtiene de otro modo, como una evaluación de competencia de su empleador.',
  ],
  [
    'The department also describes the rule as 12 hours for each year.',
    'El departamento también describe la regla como 12 horas por año.',
  ],
  [
    'It takes certificates only: no transcript, and no list from a provider.',
    'Solo acepta certificados: ningún historial y ninguna lista de un proveedor.',
  ],
  [
    'You need at least one hour in each category of your license. Laurel does not know your categories.',
    'Necesita al menos una hora en cada categoría de su licencia. Laurel no conoce sus categorías.',
  ],
  [
    'Directors and supervisors need one more hour, about administration and supervision.',
    'Los directores y supervisores necesitan una hora más, sobre administración y supervisión.',
  ],
  [
    'The board must have approved a course and its provider.',
    'La junta debe haber aprobado el curso y a su proveedor.',
  ],
  [
    'A course must take an hour or more, state its objectives and level, and end with an assessment and an evaluation.',
    'Un curso debe durar una hora o más, indicar sus objetivos y su nivel, y terminar con un examen y una evaluación.',
  ],
  [
    'Earlier versions of the rule let you carry hours over to the next year. Laurel carries none over.',
    'Versiones anteriores de la regla permitían pasar horas al año siguiente. Laurel no pasa ninguna.',
  ],
  [
    'Your employer must keep a record of your continuing education (NAC 652.350).',
    'Su empleador debe llevar un registro de su educación continua (NAC 652.350).',
  ],
  [
    'One continuing education unit (CEU) is ten hours. Laurel counts hours.',
    'Una unidad de educación continua (CEU) son diez horas. Laurel cuenta horas.',
  ],
  [
    'The board names the sponsors whose courses it takes, among them ASCLS, ASCP and ASM.',
    'La junta nombra a los patrocinadores cuyos cursos acepta, entre ellos ASCLS, ASCP y ASM.',
  ],
  ['The board does not audit the first renewal.', 'La junta no audita la primera renovación.'],

  ['Proof of each activity, if ASCP audits you.', 'Un comprobante de cada actividad, si ASCP le hace una auditoría.'],
  [
    'The certificate of each course, with the number of the agency that accredited it.',
    'El certificado de cada curso, con el número de la agencia que lo acreditó.',
  ],
  ['The original certificates of approved providers.', 'Los certificados originales de proveedores aprobados.'],
  ['Proof of each course.', 'Un comprobante de cada curso.'],
  [
    'Proof of each course. Your employer keeps it too.',
    'Un comprobante de cada curso. Su empleador también lo conserva.',
  ],
  ['Certificates, handed in with the renewal.', 'Los certificados, entregados con la renovación.'],
  ['Proof of each course, for an audit.', 'Un comprobante de cada curso, para una auditoría.'],
  [
    'Proof of the hours, with the application for renewal.',
    'Un comprobante de las horas, con la solicitud de renovación.',
  ],
];
